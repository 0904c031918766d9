import { withdrawPostgres } from './sharedCluster';

export default withdrawPostgres;
