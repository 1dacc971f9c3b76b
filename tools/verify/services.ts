import { makeService } from './make/service.ts';
import type { Service } from './service.ts';
import { usermavenService } from './usermaven/service.ts';
import { zapierService } from './zapier/service.ts';

/**
 * The services that `npm run verify` knows. Once a service is here, a test asks each row of its section in proof/assumptions.ts
 * that is not settled for a probe, or for the reason why no command can check it (`byHand`).
 */
export const SERVICES: readonly Service[] = [usermavenService(), zapierService(), makeService()];
