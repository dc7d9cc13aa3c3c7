using MlNetXai.Networks.Kernels;
using Xunit;

namespace MlNetXai.Networks.Tests.Kernels;

public sealed class KernelPathTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(13, 70, 65)]
    [InlineData(6, 64, 128)]
    [InlineData(50, 9, 130)]
    public void Multiply_EveryPath_EqualsThePlainProduct(int rows, int depth, int columns)
    {
        float[] a = Random(rows * depth, 1), b = Random(depth * columns, 2), c = Random(rows * columns, 3);
        foreach (KernelPath path in KernelPath.Supported)
        {
            PackedMatrix packed = new(depth, columns, path.PanelColumns);
            packed.Fill(b, columns, 1);
            float[] plain = new float[rows * columns], added = [.. c];

            path.Multiply(rows, a, depth, 1, packed, plain, columns, accumulate: false);
            path.Multiply(rows, a, depth, 1, packed, added, columns, accumulate: true);

            for (int m = 0; m < rows; m++)
            {
                for (int n = 0; n < columns; n++)
                {
                    double sum = 0;
                    for (int k = 0; k < depth; k++)
                        sum += (double)a[(m * depth) + k] * b[(k * columns) + n];
                    Assert.Equal(sum, plain[(m * columns) + n], 1e-5);
                    Assert.Equal(sum + c[(m * columns) + n], added[(m * columns) + n], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Multiply_TransposedLeft_EqualsThePlainProduct()
    {
        const int Rows = 9, Depth = 11, Columns = 5;
        float[] a = Random(Rows * Depth, 1), b = Random(Depth * Columns, 2), transposed = new float[Rows * Depth];
        for (int m = 0; m < Rows; m++)
        {
            for (int k = 0; k < Depth; k++)
                transposed[(k * Rows) + m] = a[(m * Depth) + k];
        }

        foreach (KernelPath path in KernelPath.Supported)
        {
            PackedMatrix packed = new(Depth, Columns, path.PanelColumns);
            packed.Fill(b, Columns, 1);
            float[] expected = new float[Rows * Columns], actual = new float[Rows * Columns];
            path.Multiply(Rows, a, Depth, 1, packed, expected, Columns, accumulate: false);

            path.Multiply(Rows, transposed, 1, Rows, packed, actual, Columns, accumulate: false);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Multiply_TooShortArgument_IsRefused()
    {
        PackedMatrix packed = new(3, 2, KernelPath.Best.PanelColumns);

        Assert.Throws<ArgumentOutOfRangeException>(() => KernelPath.Best.Multiply(2, new float[5], 3, 1, packed, new float[4], 2, accumulate: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelPath.Best.Multiply(2, new float[6], 3, 1, packed, new float[3], 2, accumulate: false));
    }

    [Fact]
    public void Supported_AnyMachine_HasThe128BitPathLast() => Assert.Equal("128", KernelPath.Supported[^1].Name);

    private static float[] Random(int length, uint stream)
    {
        Philox random = new(5, "product");
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)(random.Uniform((uint)i, stream) - 0.5);
        return values;
    }
}
