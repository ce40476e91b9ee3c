// The part of the legend that depends on the data: the blocs of the picture.
import { button, byId, el, named } from "./elements.js";
import { BLOC_COLOURS } from "./figure.js";

const NAMES = 6;

export function showLegend(data, scene, state, { open }) {
  const { blocs } = data.pictures[state.by];
  byId("blocs").hidden = !blocs.length;
  byId("bloc-keys").replaceChildren(
    ...blocs.slice(0, BLOC_COLOURS).map((members, i) => {
      const involved = (actor) => scene.nodes.get(actor)?.involvement ?? 0;
      const ranked = [...members].sort((a, b) => involved(b) - involved(a) || a - b);
      const names = ranked.slice(0, NAMES).map((actor, place) => {
        const comma = place + 1 < Math.min(NAMES, ranked.length) ? "," : "";
        return el(
          "span",
          { class: "item" },
          button({ class: "inline" }, () => open("node", data.actors.id[actor]), named(data.actors.label[actor])),
          comma
        );
      });
      const rest = ranked.length > NAMES ? `and ${ranked.length - NAMES} more` : "";
      return el("li", {}, el("span", { class: `swatch bloc-${i}`, "aria-hidden": "true" }), el("span", {}, ...names, rest));
    })
  );
  byId("half-life").textContent = `${Math.round(data.weights.halfLife * 10) / 10} days`;
}
