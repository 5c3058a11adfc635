/** Checks everything that Relink needs, without changing anything, and says how to fix what is wrong. */
import { readConfig, type Config } from '../platform/config.js';
import { readArguments, type Command } from './command.js';
import { apiDiagnosis } from './doctor/api.js';
import { clockDiagnosis, databaseDiagnoses } from './doctor/database.js';
import { show, type Diagnosis } from './doctor/diagnosis.js';
import { mailDiagnoses } from './doctor/mail.js';
import { temporalDiagnoses } from './doctor/temporal.js';
import { environment, findStackProblem } from './environment.js';

function configuration(): { config: Config } | { problem: string } {
  try {
    return { config: readConfig(environment()) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'Checks that Relink has everything it needs, and says what to do',
  async run(args) {
    readArguments(this, args);
    const noStack = findStackProblem();
    if (noStack !== null) {
      show([{ what: 'local stack', ok: false, detail: noStack }]);
      console.log('\nNothing else can be checked without it.');
      return 1;
    }
    const read = configuration();
    if ('problem' in read) {
      show([{ what: 'configuration', ok: false, detail: read.problem }]);
      console.log('\nNothing else can be checked without a valid configuration.');
      return 1;
    }
    const { config } = read;
    const diagnoses: Diagnosis[] = [
      { what: 'configuration', ok: true, detail: `people reach Relink at ${config.publicUrl}` },
    ];
    // Shown one by one, because some take a while to fail.
    show(diagnoses);
    for (const diagnoseAll of [databaseDiagnoses, clockDiagnosis, apiDiagnosis, temporalDiagnoses, mailDiagnoses]) {
      const found = await diagnoseAll(config);
      show(found);
      diagnoses.push(...found);
    }
    const wrong = diagnoses.filter(({ ok }) => !ok).length;
    console.log(wrong === 0 ? '\nEverything is OK.' : `\n${wrong} of ${diagnoses.length} checks need attention.`);
    return wrong === 0 ? 0 : 1;
  },
};
