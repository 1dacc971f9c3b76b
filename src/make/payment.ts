import { FIELDS } from '../fields/index.ts';
import { SMALLEST_PER_UNIT } from '../usermaven/currencies.ts';
import { TRANSACTION_SEPARATOR } from '../usermaven/ids.ts';
import { replacedByCommon } from './common.ts';
import { call, type Expression, NOTHING, onlyIf, orElse, quoted } from './iml.ts';

const inCapitals = (text: Expression): Expression => call('upper', replacedByCommon(text, 'nobody', ''));

/** A currency in capitals, or nothing. */
export const currencyCode = (currency: Expression): Expression => orElse(inCapitals(currency), NOTHING);

/**
 * An amount in units of its currency: what `readAmount` does with a number. Without a currency, a hundredth is the smallest unit.
 * `input` says where the value of another field is.
 */
export const amountInUnits = (amount: Expression, input: (key: string) => Expression): Expression => {
  const others = [...SMALLEST_PER_UNIT].flatMap(([currency, count]) => [quoted(currency), String(count)]);
  const perUnit = call('switch', inCapitals(input(FIELDS.currency.key)), ...others, '100');
  const isSmallest = `${input(FIELDS.amount_unit.key)} = ${quoted('smallest')}`;
  return call('if', isSmallest, `${amount} / ${perUnit}`, amount);
};

/** The event ID as filled in, or one made from the event's name and the transaction, as in `transactionId`. */
export const transactionEventId = (
  eventId: Expression,
  eventName: Expression,
  transaction: Expression,
): Expression => {
  const said = `${eventName} + ${quoted(TRANSACTION_SEPARATOR)} + ${transaction}`;
  return orElse(eventId, onlyIf(transaction, call('sha256', said, quoted('hex'))));
};
