import type { OperationAttribute, TensorFlowBinding } from './tensorflowBackend';

/** Builds attributes of TensorFlow operations. The names are TensorFlow's. */
export class Attributes {
  constructor(private readonly binding: TensorFlowBinding) {}

  float(name: string): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value: this.binding.TF_FLOAT };
  }

  int32(name: string): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value: this.binding.TF_INT32 };
  }

  flag(name: string, value: boolean): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_BOOL, value };
  }

  text(name: string, value: string): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_STRING, value };
  }

  integers(name: string, value: number | readonly number[]): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_INT, value };
  }

  shape(name: string, value: readonly number[]): OperationAttribute {
    return { name, type: this.binding.TF_ATTR_SHAPE, value };
  }
}
