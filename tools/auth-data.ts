/** The prefix under which the Zapier CLI keeps a connection's values in `.env` (`authData_api_key=...`). */
export const AUTH_DATA_PREFIX = 'authData_';

/** The values of a connection among variables, by the keys of its fields. What is blank is left out. */
export const authDataIn = (variables: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([key, value]) =>
      key.startsWith(AUTH_DATA_PREFIX) && value ? [[key.slice(AUTH_DATA_PREFIX.length), value]] : [],
    ),
  );
