using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks;

/// <summary>What the engine runs on: results have the same bits on machines that agree in both, and agree within a tolerance otherwise.</summary>
public static class Engine
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public static int VectorBits => KernelPath.Best.Lanes * 32;

    /// <summary>Whether products and sums are fused, that is rounded once.</summary>
    public static bool FusesMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;
}
