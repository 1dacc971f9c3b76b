import { BUILT_INS, CHOOSING } from './functions.ts';
import { type BinarySign, type Expression, parseTemplate, type Template } from './parse.ts';
import { READING, type Reading } from './readings.ts';
import {
  type Collection,
  isArray,
  isCollection,
  isDate,
  isNothing,
  jsonOf,
  memberOf,
  textOf,
  UnknownToMake,
  type Value,
} from './values.ts';

/** The variables that an expression may read, by their first name. Any other is an error. */
export type Variables = Readonly<Record<string, Value>>;

/** Turns a template into its value. */
export type Fill = (template: Value, variables: Variables) => Value;

/** The key that spreads a collection among the others. */
const SPREAD = '{{...}}';

/** Parsing costs more than evaluating. */
const parsed = new Map<string, Template>();
const parse = (text: string): Template => {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  parsed.set(text, template);
  return template;
};

/**
 * Evaluates templates as Make does: a text that is one expression keeps the type of its value, mixed with text it
 * becomes text, where nothing is an empty text; in collections, keys of nothing drop out, and a key `{{...}}` spreads.
 * Throws {@link UnknownToMake} on an unknown function, variable or syntax, and on operands that nobody documents.
 */
export const fillUnder = (reading: Reading = READING): Fill => {
  const isYes = (value: Value): boolean => {
    if (reading.truth === 'javascript') return Boolean(value);
    return !isNothing(value) && value !== false && value !== '' && value !== 'false';
  };

  const evaluate = (expression: Expression, variables: Variables): Value => {
    switch (expression.kind) {
      case 'value':
        return expression.value;
      case 'variable':
        if (!Object.hasOwn(variables, expression.name))
          throw new UnknownToMake(`The variable ${expression.name}`);
        return variables[expression.name];
      case 'member':
        return memberOf(evaluate(expression.of, variables), expression.name);
      case 'item':
        return itemOf(evaluate(expression.of, variables), evaluate(expression.nth, variables));
      case 'unary':
        return unary(expression.sign, evaluate(expression.of, variables));
      case 'binary':
        return binary(expression, variables);
      case 'call':
        return call(expression, variables);
    }
  };

  const unary = (sign: '!' | '-', value: Value): Value => {
    if (sign === '!') return !isYes(value);
    return -numberIn(value, sign);
  };

  const binary = (
    { sign, left, right }: Extract<Expression, { kind: 'binary' }>,
    variables: Variables,
  ): Value => {
    const first = evaluate(left, variables);
    const second = () => evaluate(right, variables);
    if (sign === '&&' || sign === '||') {
      const value = isYes(first) === (sign === '&&') ? second() : first;
      return reading.logic === 'boolean' ? isYes(value) : value;
    }
    return operate(sign, first, second());
  };

  const call = ({ name, args }: Extract<Expression, { kind: 'call' }>, variables: Variables): Value => {
    const known = BUILT_INS.get(name) ?? CHOOSING.get(name);
    if (!known) throw new UnknownToMake(`The function ${name}`);
    const [least, most] = known.args;
    if (args.length < least || args.length > most)
      throw new UnknownToMake(`${name} with ${args.length} arguments`);
    const lazy = args.map((arg) => () => evaluate(arg, variables));
    const choosing = CHOOSING.get(name);
    if (choosing) return choosing.run(isYes, ...lazy);
    return BUILT_INS.get(name)?.run(reading, ...lazy.map((arg) => arg()));
  };

  const fillText = (text: string, variables: Variables): Value => {
    const [first, ...rest] = parse(text);
    if (first === undefined) return '';
    if (rest.length === 0 && typeof first !== 'string') return evaluate(first, variables);
    return [first, ...rest]
      .map((part) => {
        const value = typeof part === 'string' ? part : evaluate(part, variables);
        return isNothing(value) ? '' : textOf(value);
      })
      .join('');
  };

  const fill: Fill = (template, variables) => {
    if (typeof template === 'string') return fillText(template, variables);
    if (isArray(template)) return template.map((item) => fill(item, variables));
    if (!isCollection(template)) return template;
    const entries = Object.entries(template).flatMap(([key, member]): [string, Value][] => {
      const value = fill(member, variables);
      if (key === SPREAD) return Object.entries(collectionIn(value)).filter(isThere);
      if (key.includes('{{')) throw new UnknownToMake(`An expression as a key: ${key}`);
      return [[key, value] satisfies [string, Value]].filter(isThere);
    });
    return Object.fromEntries(entries);
  };

  return fill;
};

const isThere = ([, value]: readonly [string, Value]): boolean => value !== undefined;

const collectionIn = (value: Value): Collection => {
  if (isNothing(value)) return {};
  if (isCollection(value)) return value;
  throw new UnknownToMake(`Only a collection can be spread: ${jsonOf(value)}`);
};

/** Make counts items from 1. Beyond the ends there is nothing. */
const itemOf = (value: Value, nth: Value): Value => {
  if (isNothing(value)) return undefined;
  if (!isArray(value)) throw new UnknownToMake(`Only an array has items: ${jsonOf(value)}`);
  return value[numberIn(nth, '[]') - 1];
};

const numberIn = (value: Value, sign: string): number => {
  if (typeof value !== 'number') throw new UnknownToMake(`${sign} with ${jsonOf(value)}`);
  return value;
};

const operate = (sign: Exclude<BinarySign, '&&' | '||'>, left: Value, right: Value): Value => {
  switch (sign) {
    // Loose, however it is written (Make's runtime). Of dates, collections and arrays that says nothing.
    case '==':
      return isLooselyEqual(simple(left, sign), simple(right, sign));
    case '!=':
      return !isLooselyEqual(simple(left, sign), simple(right, sign));
    case '+':
      return add(left, right);
    case '-':
      return numberIn(left, sign) - numberIn(right, sign);
    case '*':
      return numberIn(left, sign) * numberIn(right, sign);
    case '/':
      return numberIn(left, sign) / numberIn(right, sign);
    default:
      return compare(sign, left, right);
  }
};

/** Adds two numbers, and joins with any text; beside nothing it gives the other one (Make's runtime). */
const add = (left: Value, right: Value): Value => {
  if (isNothing(left)) return isNothing(right) ? null : simple(right, '+');
  if (isNothing(right)) return simple(left, '+');
  if (typeof left === 'string' || typeof right === 'string') return textOf(left) + textOf(right);
  return numberIn(left, '+') + numberIn(right, '+');
};

type Simple = undefined | null | boolean | number | string;

const simple = (value: Value, sign: string): Simple => {
  if (isDate(value) || isArray(value) || isCollection(value)) {
    throw new UnknownToMake(`${sign} with ${jsonOf(value)}`);
  }
  return value;
};

/** As `==` in JavaScript. */
const isLooselyEqual = (left: Simple, right: Simple): boolean => {
  if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right);
  return typeof left === typeof right ? left === right : Number(left) === Number(right);
};

/** As in JavaScript, nothing is neither less nor more than anything. */
const compare = (sign: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean => {
  if (left === undefined || right === undefined) return false;
  const [one, other] = [numberIn(left, sign), numberIn(right, sign)];
  if (sign === '<') return one < other;
  if (sign === '<=') return one <= other;
  return sign === '>' ? one > other : one >= other;
};
