export * from './dist/top';
export { AlibabaAlscVoucherSend } from './dist/nodes/AlibabaAlscVoucherSend/AlibabaAlscVoucherSend.node';
export { AlibabaAlscApi } from './dist/credentials/AlibabaAlscApi.credentials';
