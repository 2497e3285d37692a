// The town is filled in with the seventh digit, without leaving the page.
export function fillTowns(root) {
  for (const block of root.querySelectorAll(".postal-code:not([data-ready])")) {
    block.dataset.ready = "yes";
    const input = block.querySelector("input");
    let looked = digits(input.value);
    const look = () => {
      const code = digits(input.value);
      if (code === looked) return;
      looked = code;
      if (code.length === 7) fill(block, code);
      else say(block, "");
    };
    input.addEventListener("input", look);
    block.querySelector("[name=fill-town]").addEventListener("click", (event) => {
      const code = digits(input.value);
      if (code.length !== 7) return; // the server says what is wrong with it
      event.preventDefault();
      fill(block, code);
    });
  }
}

function digits(text) {
  return text.normalize("NFKC").replace(/[^0-9]/g, "");
}

async function fill(block, code) {
  const answer = await fetch(block.dataset.url.replace("0000000", code)).catch(() => null);
  if (!answer?.ok) return; // the button still does it
  const { town, district } = await answer.json();
  say(block, town ? block.dataset.found.replace("{town}", town) : block.dataset.elsewhere);
  const field = document.getElementById(block.dataset.town);
  if (town && !field.value.startsWith(town)) field.value = town;
  if (district) document.getElementById(block.dataset.district).value = district;
}

function say(block, words) {
  block.querySelector("[role=status]").textContent = words;
}
