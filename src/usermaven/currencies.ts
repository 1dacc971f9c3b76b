/** True for a code of ISO 4217, including those that are no longer in use. */
export const isCurrency = (code: string): boolean => {
  currencies ??= new Set([...currencyCodes(), ...SMALLEST_PER_UNIT.keys()]);
  return currencies.has(code);
};

/** Loaded at the first use: the list is part of Node's language data. */
let currencies: ReadonlySet<string> | undefined;

/**
 * How many of its smallest unit make one unit of a currency, if not 100 (ISO 4217, list one). Not taken from Intl, which knows how
 * amounts are usually shown: without decimals for HUF and IDR, though payment providers count in hundredths of them. A test
 * compares these with the list.
 */
export const SMALLEST_PER_UNIT: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [1_000, 'BHD IQD JOD KWD LYD OMR TND'],
      [10_000, 'CLF UYW'],
    ] as const
  ).flatMap(([count, codes]) => codes.split(' ').map((code) => [code, count] as const)),
);

/** How many of its smallest unit make one unit of a currency: 100 cents, 1 yen, 1,000 fils. */
export const smallestPerUnit = (code: string): number => SMALLEST_PER_UNIT.get(code) ?? 100;

/**
 * Whether an amount with this mark, a code or a sign as people write it, can be in a currency: `$` in USD and in others that are
 * written with a dollar sign, `US$` only in USD and `€` only in EUR. An unknown sign can be in any.
 */
export const isMarkOf = (mark: string, code: string): boolean => {
  if (/^[A-Z]{3}$/.test(mark)) return mark === code;
  const owner = /[A-Z]/.test(mark) ? currencyCodes().find((other) => isSymbolOf(mark, other)) : undefined;
  if (owner !== undefined) return owner === code;
  const sign = mark.normalize('NFKC').replace(/\P{Sc}/gu, '');
  return isWrittenWith(sign, code) || !currencyCodes().some((other) => isWrittenWith(sign, other));
};

const currencyCodes = () => Intl.supportedValuesOf('currency');

const isWrittenWith = (sign: string, currency: string): boolean =>
  symbolIn('en', currency, 'symbol').includes(sign) ||
  symbolIn('en', currency, 'narrowSymbol').includes(sign);

/** Whether a sign with letters is a currency's own. English as in Canada tells US$ from the others. */
const isSymbolOf = (mark: string, currency: string): boolean =>
  ['en', 'en-CA'].some((locale) => symbolIn(locale, currency, 'symbol') === mark);

const symbolIn = (locale: string, currency: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? '';
