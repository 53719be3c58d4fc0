// Suggestions for the search box, as an ARIA combobox with a listbox. Without this script it is a plain input.
"use strict";

(() => {
  const PAUSE = 120; // milliseconds without a key before the server is queried
  const input = document.querySelector("#q");
  if (!input) return;
  const texts = input.dataset;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", texts.label);
  list.hidden = true;
  const announcement = document.createElement("span");
  announcement.className = "unseen";
  announcement.setAttribute("aria-live", "polite");
  input.after(list, announcement);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let offered = [];
  let active = -1;
  let composing = false;
  let timer = 0;
  let latest = 0; // the number of the last request; a response to an earlier one is stale
  let running = null;
  const known = new Map();

  // Safari ends a composition before it reports the Enter that ended it, which has key code 229.
  const isComposing = (event) => composing || event.isComposing || event.keyCode === 229;

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    latest += 1;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    offered = [];
    announcement.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const option = (each, number) => {
    const made = document.createElement("li");
    made.id = `suggestion-${number}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.textContent = each.text;
    text.lang = /\p{Script=Han}/u.test(each.text) ? "zh" : "en";
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = each.note || texts[each.kind] || "";
    made.append(text, " ", kind);
    // So that the box keeps the focus.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(number));
    return made;
  };

  const show = (suggestions) => {
    offered = suggestions;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    announcement.textContent = list.hidden ? "" : texts.open.replace("{count}", suggestions.length);
  };

  const ask = async () => {
    const query = input.value.trimStart();
    const number = ++latest;
    running?.abort();
    if (!query.trim()) return close();
    if (!known.has(query)) {
      running = new AbortController();
      try {
        const answer = await fetch(`${texts.suggest}?${new URLSearchParams({ q: query })}`, { signal: running.signal });
        if (!answer.ok) return;
        known.set(query, (await answer.json()).suggestions);
      } catch {
        return; // aborted, or the server is unreachable: the box works without suggestions
      }
    }
    if (number === latest && !composing && document.activeElement === input) show(known.get(query));
  };

  const look = (number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const now = list.children[active];
    if (!now) return input.removeAttribute("aria-activedescendant");
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", now.id);
  };

  const choose = (number) => {
    const each = offered[number];
    close();
    if (each.href) return location.assign(each.href + (each.kind === "title" ? address() : ""));
    input.value = each.text;
    input.form.requestSubmit();
  };

  // Keeps the language of the interface.
  const address = () => {
    const ui = input.form.elements.ui?.value;
    return ui ? `?ui=${encodeURIComponent(ui)}` : "";
  };

  input.addEventListener("compositionstart", () => {
    composing = true;
    close();
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (isComposing(event)) return;
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      if (event.key === "Enter") event.preventDefault(); // ends the composition instead of searching
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const count = offered.length;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (list.hidden) ask();
        // Place -1 is the box itself.
        else look(((active + 1 + (event.key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1);
        break;
      case "Enter":
        if (active < 0) return close();
        event.preventDefault();
        choose(active);
        break;
      case "Escape":
        if (list.hidden) return;
        event.preventDefault();
        event.stopPropagation();
        close();
        break;
      case "Home":
      case "End":
        if (active >= 0) look(-1);
        break;
      case "Tab":
        close();
    }
  });
  input.addEventListener("blur", close);
  // On going back the browser may restore a text that isn't in the address.
  addEventListener("pageshow", close);
})();
