package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What moves bits about in registers. Of these no bounds are told, so they are followed only where
 * a packet's bytes are known.
 */
final class RegisterWork {

  private RegisterWork() {}

  /** {@code nft_byteorder_eval()}: to and fro is the same. */
  static Op byteorder(Registers registers, Byteorder order) {
    int size = order.size();
    int length = order.length();
    int from = registers.read(order.sreg(), length);
    int to = registers.write(order.dreg(), length);
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return machine -> {
      for (int at = 0; little && at + size <= length; at += size) {
        byte[] value = new byte[size];
        System.arraycopy(machine.registers, from + at, value, 0, size);
        for (int i = 0; i < size; i++) {
          machine.registers[to + at + i] = value[size - 1 - i];
        }
      }
      return Op.NEXT;
    };
  }

  /** {@code nft_bitwise_eval_lshift()} and {@code nft_bitwise_eval_rshift()}: by words. */
  static Op shift(Registers registers, BitwiseShift shift) {
    int words = (shift.length() + 3) / 4;
    int from = registers.read(shift.sreg(), shift.length());
    int to = registers.write(shift.dreg(), shift.length());
    int bits = shift.bits();
    return machine -> {
      ByteBuffer all = ByteBuffer.wrap(machine.registers).order(ByteOrder.nativeOrder());
      int carry = 0;
      for (int i = 0; i < words; i++) {
        int word = shift.left() ? words - 1 - i : i;
        int value = all.getInt(from + 4 * word);
        int shifted = shift.left() ? value << bits : value >>> bits;
        all.putInt(to + 4 * word, shifted | carry);
        carry = shift.left() ? value >>> (32 - bits) : value << (32 - bits);
      }
      return Op.NEXT;
    };
  }

  /** {@code nft_bitwise_eval_and()} and the like. */
  static Op bool(Registers registers, BitwiseBoolean bool) {
    if (bool instanceof BitwiseBoolean.OfRegister of) {
      int from = registers.read(of.sreg(), of.length());
      int other = registers.read(of.sreg2(), of.length());
      int to = registers.write(of.dreg(), of.length());
      return machine -> {
        for (int i = 0; i < ((of.length() + 3) & ~3); i++) {
          machine.registers[to + i] =
              of(of.op(), machine.registers[from + i], machine.registers[other + i]);
        }
        return Op.NEXT;
      };
    }
    BitwiseBoolean.OfValue of = (BitwiseBoolean.OfValue) bool;
    return ofValue(registers, of.op(), of.sreg(), of.dreg(), of.value());
  }

  private static Op ofValue(
      Registers registers, BitwiseBoolean.Op op, Register sreg, Register dreg, Bytes value) {
    byte[] bytes = java.util.Arrays.copyOf(value.toArray(), (value.length() + 3) & ~3);
    int from = registers.read(sreg, value.length());
    int to = registers.write(dreg, value.length());
    return machine -> {
      for (int i = 0; i < bytes.length; i++) {
        machine.registers[to + i] = of(op, machine.registers[from + i], bytes[i]);
      }
      return Op.NEXT;
    };
  }

  private static byte of(BitwiseBoolean.Op op, byte one, byte other) {
    return (byte)
        switch (op) {
          case AND -> one & other;
          case OR -> one | other;
          case XOR -> one ^ other;
        };
  }
}
