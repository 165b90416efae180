const form = document.querySelector(".filter");
const [words, state] = form.elements;
const said = form.querySelector("output");
const plainly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const articles = [...document.querySelectorAll("article")];
const heading = (article) => article.closest("section section")?.firstChild.textContent ?? "";
const texts = articles.map((article) => plainly(`${heading(article)} ${article.textContent}`));

const choose = () => {
  const wanted = plainly(words.value).split(/\s+/);
  let shown = 0;
  articles.forEach((article, place) => {
    const fits = !state.value || article.dataset.is.split(" ").includes(state.value);
    article.hidden = !(fits && wanted.every((word) => texts[place].includes(word)));
    shown += !article.hidden;
  });
  const all = shown === articles.length;
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !all && !section.querySelector("article:not([hidden])");
  }
  said.textContent = all ? "" : `${shown} of ${articles.length} resources`;
};

form.hidden = false;
form.addEventListener("input", choose);
form.addEventListener("submit", (event) => event.preventDefault());
