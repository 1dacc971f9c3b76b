import { WEATHER, type Weather } from '../../api.ts';

interface WeatherFieldProps {
  readonly weather: Weather;
  readonly onWeather: (weather: Weather) => void;
}

const CHOICES = Object.entries(WEATHER) as [Weather, string][];

/** How the local Usermaven behaves. */
export const WeatherField = ({ weather, onWeather }: WeatherFieldProps) => (
  <div class="field">
    <label class="label" for="weather">
      How Usermaven behaves
    </label>
    <select
      id="weather"
      class={weather === 'fine' ? 'input' : 'input is-rough'}
      value={weather}
      aria-describedby="weather-help"
      onChange={(event) => {
        const chosen = CHOICES.find(([key]) => key === event.currentTarget.value);
        if (chosen) onWeather(chosen[0]);
      }}
    >
      {CHOICES.map(([key, label]) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
    </select>
    <p class="help" id="weather-help">
      Let it fail, then test the step again.
    </p>
  </div>
);
