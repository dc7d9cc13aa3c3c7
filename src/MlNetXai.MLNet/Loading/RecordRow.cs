using Microsoft.ML.Data;
using MlNetXai.Signals;

namespace MlNetXai.MLNet.Loading;

/// <summary>One recording as a row; what is not asked for is not read.</summary>
internal abstract class RecordRow
{
    public abstract string Record { get; }

    public abstract string Patient { get; }

    public abstract float SamplingRateHz { get; }

    public abstract IReadOnlyList<string> Leads { get; }

    /// <summary>In samples of the leads.</summary>
    public abstract IReadOnlyList<Annotation> Annotations { get; }

    /// <summary>What the generator put into the record, as text.</summary>
    public abstract string Truth { get; }

    /// <summary>Writes the signal, <c>[step, lead]</c>, mV.</summary>
    public abstract void ReadSignal(ref VBuffer<float> signal);
}

/// <summary>Recordings in an order.</summary>
internal interface IRecordSource
{
    /// <summary>How many there are at most.</summary>
    int Count { get; }

    /// <summary>Whether <see cref="Open"/> may leave some out.</summary>
    bool MayLeaveOut { get; }

    /// <summary>Opens a recording; null if it is left out.</summary>
    RecordRow? Open(int index);
}
