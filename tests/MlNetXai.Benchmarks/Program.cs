using MlNetXai.Benchmarks;

return args switch
{
    ["duel", string workload] => Duel.Run(workload),
    ["peak"] => Peak.Run(),
    ["rows"] => RowTimes.Run(),
    ["rows", string workload] => RowTimes.Run(workload),
    ["epoch"] => EpochTime.Run(),
    ["pipelines"] => PipelineCosts.Run(),
    ["memory"] => MemoryUse.Run(),
    ["memory", string name] => MemoryUse.Run(name),
    ["completeness", string data, .. string[] models] => Completeness.Run(data, models),
    _ => Usage.Print(),
};
