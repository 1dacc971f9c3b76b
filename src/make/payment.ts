import type { Field } from '../fields/field.ts';
import { FIELDS } from '../fields/index.ts';
import { SMALLEST_PER_UNIT } from '../usermaven/currencies.ts';
import { TRANSACTION_SEPARATOR } from '../usermaven/ids.ts';
import { call, type Expression, isFilled, onlyIf, orElse, parameter, quoted, trimmed } from './iml.ts';

/** A currency in capitals, or nothing. */
export const currencyCode = (field: Field): Expression => trimmed(call('upper', parameter(field.key)));

/** An amount in units of its currency: what `readAmount` does with a number. Without a currency, a hundredth is the smallest unit. */
export const amountInUnits = (field: Field): Expression => {
  const amount = parameter(field.key);
  const code = call('upper', call('trim', parameter(FIELDS.currency.key)));
  const others = [...SMALLEST_PER_UNIT].flatMap(([currency, count]) => [quoted(currency), String(count)]);
  const isSmallest = `${parameter(FIELDS.amount_unit.key)} = ${quoted('smallest')}`;
  return call('if', isSmallest, `${amount} / ${call('switch', code, ...others, '100')}`, amount);
};

/** The event ID as filled in, else made of the event's name and the transaction as `transactionId` does. */
export const transactionEventId = (eventId: Field, eventName: Expression, transaction: Field): Expression => {
  const id = call('trim', parameter(transaction.key));
  const said = `${eventName} + ${quoted(TRANSACTION_SEPARATOR)} + ${id}`;
  return orElse(
    call('trim', parameter(eventId.key)),
    onlyIf(isFilled(id), call('sha256', said, quoted('hex'))),
  );
};
