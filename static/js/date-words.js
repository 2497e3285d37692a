// A chosen date in words beside its field, as the server says it: 令和8年11月28日(土).
const ERAS = [["2019-05-01", "令和", 2018], ["1989-01-08", "平成", 1988], ["1926-12-25", "昭和", 1925], ["1912-07-30", "大正", 1911], ["1873-01-01", "明治", 1867]];
const WEEKDAYS = "日月火水木金土";
const WEEKDAYS_EN = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
let holidays = {};

export function sayDates(root) {
  const table = root.querySelector("[data-holidays]");
  if (table) holidays = JSON.parse(table.dataset.holidays);
  for (const output of root.querySelectorAll("output.field-words:not([data-ready])")) {
    output.dataset.ready = "yes";
    const input = document.getElementById(output.htmlFor.value);
    input?.addEventListener("input", () => {
      if (input.type === "date") output.textContent = dateWords(input.value, document.documentElement.lang);
    });
  }
}

export function dateWords(iso, language) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  if (!parts) return "";
  const [year, month, day] = parts.slice(1).map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const off = holidays[iso] ? ` ${holidays[iso]}` : "";
  if (language === "en") return `${WEEKDAYS_EN[weekday]} ${day} ${MONTHS_EN[month - 1]} ${year}${off}`;
  return `${eraYear(iso, year)}${month}月${day}日(${WEEKDAYS[weekday]})${off}`;
}

function eraYear(iso, year) {
  const era = ERAS.find(([first]) => iso >= first);
  if (!era) return `${year}年`;
  const number = year - era[2];
  return `${era[1]}${number === 1 ? "元" : number}年`;
}
