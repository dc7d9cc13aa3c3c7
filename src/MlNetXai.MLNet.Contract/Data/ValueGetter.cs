namespace Microsoft.ML;

/// <summary>Reads one column at the current row into <paramref name="value"/>, whose memory it may use again.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
