// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;

/** An event as a program writes it, by the layout of its object. Confined to one thread. */
public final class EventBytes {
    private final Btf btf;
    private final BtfStruct body;
    private final ByteBuffer bytes;

    /** Zeros, of a struct of an object. */
    public EventBytes(String object, String struct) throws BpfException {
        btf = Btf.ofObject(new ObjectSpec(object, Map.of()).elf());
        body = btf.struct(struct);
        bytes = ByteBuffer.allocate(body.size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The types of the object. */
    public Btf btf() {
        return btf;
    }

    /** A number of the head, whose size is given. */
    public EventBytes head(String field, int size, long value) throws BpfException {
        return number(btf.struct("event_header").offset(field, size), size, value);
    }

    /** A number of the body. */
    public EventBytes put(String field, int size, long value) throws BpfException {
        return number(body.offset(field, size), size, value);
    }

    /** Bytes of a field of the body of this size. */
    public EventBytes put(String field, int size, byte[] value) throws BpfException {
        bytes.put(body.offset(field, size), value, 0, Math.min(value.length, size));
        return this;
    }

    /** Bytes of the thread's name. */
    public EventBytes comm(byte[] value) throws BpfException {
        bytes.put(btf.struct("event_header").offset("comm", 16), value, 0, value.length);
        return this;
    }

    /** Any bytes at all, as no program writes them. */
    public EventBytes noise(Random random) {
        random.nextBytes(bytes.array());
        return this;
    }

    private EventBytes number(int at, int size, long value) {
        switch (size) {
            case 2 -> bytes.putShort(at, (short) value);
            case 4 -> bytes.putInt(at, (int) value);
            default -> bytes.putLong(at, value);
        }
        return this;
    }

    /** How many bytes. */
    public int size() {
        return bytes.capacity();
    }

    /** The event, or its first bytes only. */
    public Event cut(int length) throws BpfException {
        byte[] copy = new byte[length];
        bytes.get(0, copy);
        return Event.of(btf, StructView.of(copy));
    }
}
