export * from './dist/top';
export { AlibabaAlscVoucherSend } from './dist/nodes/AlibabaAlscVoucherSend/AlibabaAlscVoucherSend.node';
export { AlibabaAlscCustomerGet } from './dist/nodes/AlibabaAlscCustomerGet/AlibabaAlscCustomerGet.node';
export { AlibabaAlscApi } from './dist/credentials/AlibabaAlscApi.credentials';
