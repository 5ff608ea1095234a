import GateModel
