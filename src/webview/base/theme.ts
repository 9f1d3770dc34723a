import { parseColour, type Rgb } from '../pure/colourScales';

const GREY: Rgb = [128, 128, 128];

/** The value of one of the page's own colour variables, as it is now. */
export function themeColour(variable: `--${string}`): string {
  return getComputedStyle(document.body).getPropertyValue(variable).trim() || 'gray';
}

/** As {@link themeColour}, in numbers. */
export function themeRgb(variable: `--${string}`): Rgb {
  return parseColour(resolved(themeColour(variable))) ?? GREY;
}

/** Any CSS colour as the browser computes it. */
function resolved(colour: string): string {
  const probe = document.createElement('span');
  probe.style.setProperty('color', colour);
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}

/** Calls when the editor's theme changes: it changes the page's classes and variables in place. */
export function onThemeChange(listener: () => void): void {
  new MutationObserver(listener).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  new MutationObserver(listener).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style'],
  });
}
