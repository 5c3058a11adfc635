/** For Stryker: the tests of domain/, which need neither PostgreSQL nor Temporal. */
import { common } from '../../jest.config.js';

export default { ...common, rootDir: '../..', testMatch: ['<rootDir>/test/domain/**/*.test.ts'] };
