namespace MlNetXai.Signals.Beats;

/// <summary>What happens to a record that lacks the lead asked for.</summary>
public enum MissingLeadPolicy
{
    /// <summary>The record is left out, with a warning.</summary>
    Skip,

    /// <summary>Its channel 0 is taken, with a warning.</summary>
    FirstChannel,

    /// <summary>An error.</summary>
    Error,
}

/// <summary>Which lead of each record is used.</summary>
public sealed record LeadChoice
{
    /// <summary>Number of the signal, from 0, where <see cref="Name"/> is null. Default 0: the first, the paper's "channel 1".</summary>
    public int Channel { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>Name of the lead, e.g. "MLII", compared without case; null (the default) to go by <see cref="Channel"/>.</summary>
    public string? Name { get; init; }

    /// <summary>What happens to a record without it. Default <see cref="MissingLeadPolicy.Skip"/>.</summary>
    public MissingLeadPolicy Missing { get; init; } = MissingLeadPolicy.Skip;

    /// <inheritdoc/>
    public override string ToString() => Name is null ? $"channel {Channel}" : $"lead {Name}";

    /// <summary>Number of the lead among those of a record, or null if the record is to be left out.</summary>
    /// <param name="place">Which record this is, for messages.</param>
    /// <param name="leads">Names of its leads.</param>
    /// <param name="warnings">Receives a sentence where the lead is missing and that is not an error.</param>
    /// <exception cref="BeatException">The lead is missing, and the policy says that is an error, or there is no channel 0 to take.</exception>
    public int? Find(string place, IReadOnlyList<string> leads, ICollection<string> warnings)
    {
        int found = Name is null ? Channel : leads.Count;
        for (int i = 0; Name is not null && i < found; i++)
        {
            if (leads[i].Equals(Name, StringComparison.OrdinalIgnoreCase))
                found = i;
        }

        if (found < leads.Count)
            return found;

        string there = leads.Count == 0 ? "no signals" : string.Join(", ", leads.Select((lead, i) => $"{i} {lead}"));
        string problem = $"{place}: the record lacks {this}; it has {there}";
        if (Missing == MissingLeadPolicy.Error || (Missing == MissingLeadPolicy.FirstChannel && leads.Count == 0))
            throw new BeatException($"{problem}. Choose another lead, or let such records be skipped.", place);

        warnings.Add(Missing == MissingLeadPolicy.Skip ? $"{problem}. It is left out." : $"{problem}. Channel 0 is taken instead.");
        return Missing == MissingLeadPolicy.Skip ? null : 0;
    }
}
