# The front-end parts: npm packages at exact versions, bundled into static/dist/ with hashed names.
ASSET_SOURCES := $(wildcard static/css/*.css static/js/*.js static/img/*) deployment/assets.mjs

.PHONY: assets
assets: static/dist/manifest.json

node_modules/.ready: package.json package-lock.json .npmrc deployment/node.sh | $(VENV)/.ready
	@PY=$(PY) sh deployment/node.sh npm ci --loglevel=error
	@touch $@

static/dist/manifest.json: node_modules/.ready $(ASSET_SOURCES)
	@PY=$(PY) sh deployment/node.sh node deployment/assets.mjs
