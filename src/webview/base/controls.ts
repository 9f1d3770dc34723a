import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h } from './dom';
import { t } from './text';

/** Registers the controls that the pages use, and no others. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeTextField(),
  );
}

export function button(
  label: string,
  onClick: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  return h('vscode-button', { appearance, onclick: onClick }, label);
}

/** The link below a chart. */
export function saveLink(save: () => Promise<void>): HTMLElement {
  return h('button', { class: 'link', onclick: () => void save() }, t('Save PNG…'));
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  return h(
    'vscode-checkbox',
    {
      checked,
      onchange: ({ target }) => {
        onChange((target as HTMLInputElement).checked);
      },
    },
    label,
  );
}

/** A labelled choice. Values are ours, labels are for people. */
export function dropdown<Value extends string>(
  label: string,
  options: readonly (readonly [value: Value, label: string])[],
  selected: Value,
  onChange: (value: Value) => void,
): HTMLElement {
  const control = h(
    'vscode-dropdown',
    {
      'aria-label': label,
      onchange: ({ target }) => {
        const value = options.find(([candidate]) => candidate === (target as HTMLInputElement).value)?.[0];
        if (value !== undefined) onChange(value);
      },
    },
    ...options.map(([value, text]) => h('vscode-option', { value, selected: value === selected }, text)),
  );
  return h('label', { class: 'field' }, h('span', {}, label), control);
}

/** What a slider shows and does. */
export interface SliderOptions {
  readonly label: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly value: number;
  /** The value in words, beside the slider and for screen readers. */
  readonly text: (value: number) => string;
  readonly onInput: (value: number) => void;
}

export interface Slider {
  readonly element: HTMLElement;
  set(value: number): void;
  setMaximum(maximum: number): void;
}

/** The toolkit has no slider: the browser's own, in the editor's colours. */
export function slider(options: SliderOptions): Slider {
  const output = h('output', { class: 'slider-value' }, options.text(options.value));
  const show = (value: number): void => {
    output.textContent = options.text(value);
    input.setAttribute('aria-valuetext', options.text(value));
  };
  const input = h('input', {
    type: 'range',
    min: options.minimum,
    max: options.maximum,
    step: options.step,
    'aria-label': options.label,
    oninput: () => {
      show(input.valueAsNumber);
      options.onInput(input.valueAsNumber);
    },
  });
  input.valueAsNumber = options.value;
  show(options.value);
  return {
    element: h('label', { class: 'field slider' }, h('span', {}, options.label), input, output),
    set: (value) => {
      input.valueAsNumber = value;
      show(value);
    },
    setMaximum: (maximum) => {
      input.max = String(maximum);
    },
  };
}
