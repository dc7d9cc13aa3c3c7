namespace Microsoft.ML.Data;

public enum TransformerScope
{
    Everything = 7,
    None = 0,
    Scoring = 4,
    Testing = 2,
    TrainTest = 3,
    Training = 1,
}
