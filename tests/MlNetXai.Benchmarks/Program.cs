using MlNetXai.Benchmarks;

return args switch
{
    ["duel", string workload] => Duel.Run(workload),
    ["peak"] => Peak.Run(),
    ["rows"] => RowTimes.Run(),
    ["pipelines"] => PipelineCosts.Run(),
    _ => Usage.Print(),
};
