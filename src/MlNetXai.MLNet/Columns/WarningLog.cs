using Microsoft.ML.Runtime;

namespace MlNetXai.MLNet.Columns;

/// <summary>Warnings of one step to the log of its environment, if it has one: each distinct one once, however often the rows are read.</summary>
internal sealed class WarningLog(IHostEnvironment? environment, string source)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public void Add(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            Add(warning);
    }

    public void Add(string warning)
    {
        lock (_gate)
        {
            if (environment is null || !_said.Add(warning))
                return;
        }

        using IChannel channel = environment.Start(source);
        channel.Warning(MessageSensitivity.None, "{0}", warning);
    }
}
