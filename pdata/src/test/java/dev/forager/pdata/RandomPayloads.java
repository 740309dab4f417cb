// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Payloads of random requests, and what protobuf-java reads in them. */
final class RandomPayloads {
    private RandomPayloads() {}

    static Descriptor type(Signal signal) {
        return switch (signal) {
            case TRACES -> RecordGenerator.ROOTS.get(0);
            case METRICS -> RecordGenerator.ROOTS.get(1);
            case LOGS -> RecordGenerator.ROOTS.get(2);
            case PROFILES -> RecordGenerator.ROOTS.get(3);
        };
    }

    static Payload next(Signal signal, long seed) {
        Message request = new RandomRecords(new Random(seed), true).next(type(signal));
        return parse(signal, withoutReferences(request).toByteArray());
    }

    /** Without references of attributes, which would point nowhere: their requests are refused. */
    private static Message withoutReferences(Message message) {
        Message.Builder result = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.getName().equals("string_value_strindex")
                    || field.getFullName().endsWith(".KeyValue.key_strindex")) {
                result.clearField(field);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                        Message child = (Message) message.getRepeatedField(field, i);
                        result.setRepeatedField(field, i, withoutReferences(child));
                    }
                } else {
                    result.setField(field, withoutReferences((Message) message.getField(field)));
                }
            }
        }
        return result.build();
    }

    static Payload parse(Signal signal, byte[] bytes) {
        try {
            return Payload.parse(signal, bytes, 0, bytes.length);
        } catch (MalformedTelemetryException e) {
            throw new IllegalStateException(e);
        }
    }

    static DynamicMessage read(Payload payload) {
        try {
            return CodecOracleTest.parse(type(payload.signal()), payload.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Every item with all that stands around it, as text; a container without items is a line too.
     */
    static List<String> lines(Payload payload) {
        List<String> lines = new ArrayList<>();
        ContentLines.add(read(payload), payload.signal(), lines);
        return lines;
    }
}
