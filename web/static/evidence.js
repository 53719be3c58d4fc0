// Makes it quicker to read evidence; every link works without it.
"use strict";

// Escape hides the preview of a citation until the next hover or focus.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  for (const citation of document.querySelectorAll(".citation:hover, .citation:focus-within")) {
    citation.classList.add("dismissed");
  }
});
for (const leaving of ["pointerout", "focusout"]) {
  document.addEventListener(leaving, (event) => {
    const citation = event.target instanceof Element && event.target.closest(".citation.dismissed");
    if (citation && !citation.contains(event.relatedTarget)) citation.classList.remove("dismissed");
  });
}

// Moves between matches without an entry in the history for each.
const matches = [...document.querySelectorAll("mark[id]")];
const bar = document.querySelector("nav.matches");
if (bar && matches.length > 1) {
  let current = -1;
  const place = document.createElement("span");
  place.setAttribute("role", "status");
  const show = (number) => {
    matches[current]?.classList.remove("current");
    current = (number + matches.length) % matches.length;
    matches[current].classList.add("current");
    matches[current].scrollIntoView({ block: "center" });
    place.textContent = bar.dataset.place.replace("{at}", current + 1).replace("{count}", matches.length);
  };
  const button = (label, sign, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => show(current < 0 ? (step > 0 ? 0 : -1) : current + step));
    return made;
  };
  place.textContent = bar.dataset.count;
  bar.replaceChildren(place, button(bar.dataset.previous, "↑", -1), button(bar.dataset.next, "↓", 1));
  bar.classList.add("live");
  for (const [number, match] of matches.entries()) {
    const link = match.querySelector("a");
    link.tabIndex = -1; // the keyboard has the buttons
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number + 1);
    });
  }
}
