namespace MlNetXai.Benchmarks;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine("usage: duel WORKLOAD (W1, W2, W2g, W3t, W3i, W3m, W4t, W4i, W5t, W5i, W6t, W6i, IGlstm, IGfcn; @ROWS sets another size) | peak | rows [WORKLOAD@ROWS] | epoch | pipelines | memory [CASE] | completeness DATA MODEL...");
        return 2;
    }
}
