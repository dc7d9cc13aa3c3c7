using MlNetXai.Signals.Beats;

namespace MlNetXai.Signals.Inspection;

/// <summary>What <see cref="RecordInspection.Inspect"/> looks at.</summary>
public sealed record InspectionOptions
{
    /// <summary>Which lead is described. Default: channel 0.</summary>
    public LeadChoice Lead { get; init; } = new();

    /// <summary>Extension of the annotation files. Default "atr".</summary>
    public string Annotator { get; init; } = "atr";

    /// <summary>Whether beats are looked for in the lead. Default no.</summary>
    public bool Beats { get; init; }
}
