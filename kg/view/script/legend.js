// The part of the legend that depends on the data: the blocs of the picture.
import { button, byId, el, named } from "./elements.js";
import { BLOC_COLOURS } from "./figure.js";

const NAMES = 6;

export function showLegend(data, state, { open }) {
  const { blocs } = data.pictures[state.by];
  byId("blocs").hidden = !blocs.length;
  byId("bloc-keys").replaceChildren(
    ...blocs.slice(0, BLOC_COLOURS).map((members, i) => {
      const names = members.slice(0, NAMES).flatMap((actor, place) => [place ? ", " : "", button({ class: "inline" }, () => open("node", data.actors.id[actor]), named(data.actors.label[actor]))]);
      return el("li", {}, el("span", { class: `swatch bloc-${i}`, "aria-hidden": "true" }), el("span", {}, ...names, members.length > NAMES ? ` and ${members.length - NAMES} more` : ""));
    })
  );
}
