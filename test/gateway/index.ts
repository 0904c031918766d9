/*
 * A Taobao Open Platform gateway that runs on this machine, for tests, the demo and the benchmarks.
 *
 *   const gateway = await startGateway({ templates: [...sampleTemplates] });
 *   gateway.fault({ fault: { do: 'cut', moment: 'after' }, every: 10 });
 *   …send to gateway.url or gateway.httpsUrl (trusting gateway.ca)…
 *   gateway.executed;   // what really happened
 *   await gateway.close();
 *
 * `spawnGateway` starts one in a process of its own; `node test/gateway/start.js --help` by hand.
 */

export type { AcceptPolicy } from './connections';
export type { ActiveFault, Fault, FaultRule, FaultScript, Moment, When } from './faults';
export { startGateway } from './gateway';
export type { Gateway, GatewayOptions, LastRequest, Stats } from './gateway';
export { invalidParameter, ispErrors } from './platformError';
export type { PlatformError } from './platformError';
export { dailyQuota } from './quota';
export type { Ban, Quota, Scope } from './quota';
export type { Call, Violation, ViolationKind } from './record';
export type { Settings } from './settings';
export type { SignMethod } from './signature';
export type { Execution, VoucherStatus } from './vouchers';
export { exampleApp } from './world';
export type { App, Customer, Template, TemplateStatus } from './world';
export { serveControl } from './control';
export type { Commands, Control } from './control';
export { sampleBrand, sampleCustomers, sampleTemplates } from './samples';
export { remote, spawnGateway } from './spawn';
export type { Remote, SpawnedGateway } from './spawn';
