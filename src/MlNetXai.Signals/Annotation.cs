namespace MlNetXai.Signals;

/// <summary>One mark in a recording.</summary>
/// <param name="Sample">Frame of the record, counted from 0; may lie outside it in damaged files.</param>
/// <param name="Code">Number of its kind in MIT format, 1 … 49 (see <see cref="Wfdb.AnnotationCodes"/>).</param>
/// <param name="Subtype">Subtype, 0 unless given.</param>
/// <param name="Channel">Signal it refers to, 0 unless given.</param>
/// <param name="Number">Annotator's number, 0 unless given.</param>
/// <param name="Text">Auxiliary text, or null.</param>
public readonly record struct Annotation(long Sample, byte Code, int Subtype = 0, int Channel = 0, int Number = 0, string? Text = null);
