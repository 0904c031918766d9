import { offerPostgres } from './sharedCluster';

export default offerPostgres;
