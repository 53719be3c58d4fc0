// Keyboard shortcuts; everything they do can be done without them.
"use strict";

(() => {
  const input = document.querySelector("#q");
  const dialog = document.querySelector("#keys");
  const button = document.querySelector(".show-keys");
  const single = document.querySelector("#single-keys");
  const STORED = "yinsuo-single-keys";
  const results = () => [...document.querySelectorAll(".result :is(h2, h3) > a, .result.alone .open")];

  // Where storage is forbidden the choice applies to this page only.
  const stored = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(STORED, value);
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  };
  single.checked = stored() !== "off";
  single.addEventListener("change", () => stored(single.checked ? "on" : "off"));

  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // on the backdrop
  });

  const isTyping = (target) =>
    target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog") !== null;

  const move = (event, step) => {
    const titles = results();
    const at = titles.indexOf(document.activeElement);
    const nowhere = document.activeElement === document.body || document.activeElement?.id === "main";
    if (!titles.length || (at < 0 && !nowhere)) return;
    event.preventDefault();
    if (at < 0 && step < 0) return;
    titles[Math.min(Math.max(at + step, 0), titles.length - 1)].focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === input) return input.blur();
    if (isTyping(event.target) || dialog.open) return;
    if (event.key === "ArrowDown") return move(event, 1);
    if (event.key === "ArrowUp") return move(event, -1);
    if (!single.checked) return;
    if (event.key === "/") {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
    }
  });
})();
