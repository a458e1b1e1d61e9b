"""Tensors in the format of safetensors: https://huggingface.co/docs/safetensors/index#format.

Its own writer for PyTorch takes 100 µs for each tensor, more than most probes compute. It is read with the library, which trusts nobody.
"""

import json
import struct
from collections.abc import Mapping

import torch

# As safetensors names them; complex128 and quantized dtypes have no name there.
DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e4m3fnuz: "F8_E4M3FNUZ",
    torch.float8_e5m2: "F8_E5M2",
    torch.float8_e5m2fnuz: "F8_E5M2FNUZ",
    torch.complex64: "C64",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint64: "U64",
    torch.uint32: "U32",
    torch.uint16: "U16",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def written(tensors: Mapping[str, torch.Tensor]) -> bytes:
    """The bytes of contiguous tensors on the CPU, with dtypes of DTYPES."""
    header, parts, end = {}, [], 0
    for name, tensor in tensors.items():
        part = tensor.reshape(-1).view(torch.uint8).numpy().tobytes()
        start, end = end, end + len(part)
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [start, end]}
        parts.append(part)
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + b"".join(parts)
