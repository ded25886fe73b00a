"""Reads the weights of an ONNX file that toy_export.py wrote, without the onnx package."""
import numpy as np
import torch

# Field numbers of onnx.proto: ModelProto.graph, GraphProto.initializer; TensorProto.dims, data_type, name, raw_data.
GRAPH, INITIALIZER, DIMS, DATA_TYPE, NAME, RAW_DATA = 7, 5, 1, 2, 8, 9
FLOAT16 = 10


def read_weights(path):
    """Float16 initializers by name, as float32 tensors."""
    found = {}
    for graph in fields(path.read_bytes()).get(GRAPH, []):
        for tensor in fields(graph).get(INITIALIZER, []):
            parts = fields(tensor)
            if parts.get(DATA_TYPE) != [FLOAT16]:
                continue
            values = np.frombuffer(parts[RAW_DATA][0], dtype=np.float16).reshape(shape(parts[DIMS]))
            found[bytes(parts[NAME][0]).decode()] = torch.from_numpy(values.astype(np.float32))
    return found


def shape(dims):
    """Dimensions, one field each or packed in one."""
    if not isinstance(dims[0], int):
        packed, at, dims = dims[0], 0, []
        while at < len(packed):
            value, at = varint(packed, at)
            dims.append(value)
    return dims


def fields(message):
    """Values by field number of a protobuf message: numbers, or the bytes of what has a length."""
    found, at, message = {}, 0, memoryview(message)
    while at < len(message):
        key, at = varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(message, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value, at = message[at : at + size], at + size
        elif kind == 2:
            size, at = varint(message, at)
            value, at = message[at : at + size], at + size
        else:
            raise ValueError(f"Expected wire type 0, 1, 2 or 5, got {kind}")
        found.setdefault(key >> 3, []).append(value)
    return found


def varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
