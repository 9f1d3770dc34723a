import { slider, type Slider } from '../base/controls';
import { t } from '../base/text';
import { positionOf, temperatureAt } from '../pure/temperature';

/** The slider for T, logarithmic from 0.5 to 20. */
export function temperatureSlider(
  label: string,
  temperature: number,
  onInput: (temperature: number) => void,
): Slider {
  const inner = slider({
    label,
    minimum: 0,
    maximum: 1,
    step: 0.005,
    value: positionOf(temperature),
    text: (position) => t('T = {0}', temperatureAt(position).toFixed(2)),
    onInput: (position) => {
      onInput(temperatureAt(position));
    },
  });
  return {
    ...inner,
    set: (value) => {
      inner.set(positionOf(value));
    },
  };
}
