namespace MlNetXai.Runs.Manifests;

/// <summary>A question that the paper leaves open, and how this run answers it.</summary>
/// <param name="Question">What is open.</param>
/// <param name="Answer">What was done.</param>
/// <param name="Option">The option that changes it, or null where it is fixed.</param>
public sealed record Choice(string Question, string Answer, string? Option = null);
