"""What an organisation gave and asked for: its page, the records behind it, files and paper."""

from matching.contributions.views import files, pages, students
from matching.contributions.views.blueprint import bp as bp

assert files
assert pages
assert students
