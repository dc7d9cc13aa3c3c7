using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Name, rate, leads and signal of the record that a row or cursor stands on. Working memory included: one thread at a time.</summary>
internal sealed class RecordReader
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _name;
    private readonly ValueGetter<float> _rate;
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _leads;
    private readonly ValueGetter<VBuffer<float>> _signal;
    private VBuffer<ReadOnlyMemory<char>> _leadNames;
    private VBuffer<float> _values;
    private float[] _dense = [];

    public RecordReader(DataViewRow row, InputColumn signal)
    {
        _name = row.GetGetter<ReadOnlyMemory<char>>(RecordSteps.Record.Find(row.Schema));
        _rate = row.GetGetter<float>(RecordSteps.SamplingRateHz.Find(row.Schema));
        _leads = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(RecordSteps.Leads.Find(row.Schema));
        _signal = row.GetGetter<VBuffer<float>>(signal.Find(row.Schema));
    }

    public string Name { get; private set; } = "";

    public float SamplingRateHz { get; private set; }

    public IReadOnlyList<string> Leads { get; private set; } = [];

    /// <summary>Samples of each lead.</summary>
    public int Steps { get; private set; }

    /// <summary><c>[step, lead]</c>, mV.</summary>
    public ReadOnlySpan<float> Signal => _values.Dense(ref _dense);

    /// <summary>Reads what the row holds now.</summary>
    public void Read()
    {
        ReadOnlyMemory<char> name = default;
        float rate = 0;
        _name(ref name);
        _rate(ref rate);
        _leads(ref _leadNames);
        _signal(ref _values);
        (Name, SamplingRateHz, Leads) = (name.ToString(), rate, _leadNames.Texts());
        Steps = RecordSteps.StepsOf(Name, _values.Length, Leads.Count);
    }
}
