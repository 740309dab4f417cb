// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * protobuf-java's verdict on bytes, completed by the Go collector's stricter rules.
 *
 * <p>It reads with descriptors of its own that hide nothing: strings are bytes (protobuf-java
 * refuses ill-formed UTF-8, which is mended here), and every message, string and id is a list, so
 * that a value which a later one overrides is still seen.
 */
final class ReferenceDecoder {
    private static final int RECURSION_LIMIT = 10_000;

    private final Map<Signal, Descriptor> loose = new EnumMap<>(Signal.class);

    ReferenceDecoder() {
        Map<String, FileDescriptor> files = new HashMap<>();
        for (Signal signal : Signal.values()) {
            Descriptor root = RandomMessages.prototype(signal).getDescriptorForType();
            loose.put(signal, loosen(root.getFile(), files).findMessageTypeByName(root.getName()));
        }
    }

    /** Whether a collector accepts the bytes. */
    boolean accepts(Signal signal, byte[] bytes) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setRecursionLimit(RECURSION_LIMIT);
            DynamicMessage message = DynamicMessage.parseFrom(loose.get(signal), in);
            in.checkLastTagWas(0);
            return isStrict(message, 0);
        } catch (InvalidProtocolBufferException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message that protobuf-java reads. */
    static Message decode(Signal signal, byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(RECURSION_LIMIT);
        return RandomMessages.prototype(signal).newBuilderForType().mergeFrom(in).build();
    }

    /** Spans, points, records or samples. */
    static int items(Message message) {
        int items =
                switch (message.getDescriptorForType().getName()) {
                    case "Span", "LogRecord", "Sample" -> 1;
                    case String name when name.endsWith("DataPoint") -> 1;
                    default -> 0;
                };
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                for (Object child : values(field)) {
                    items += items((Message) child);
                }
            }
        }
        return items;
    }

    /**
     * Whether a varint of five bytes or more may be in there: of keys and lengths above 32 bits
     * protobuf-java reads the lower ones, where Go and this decoder do not.
     */
    static boolean hasLongVarint(byte[] bytes) {
        int run = 0;
        for (byte b : bytes) {
            run = b < 0 ? run + 1 : 0;
            if (run == 4) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStrict(Message message, int depth) {
        Descriptor type = message.getDescriptorForType();
        int inner = depth + (type.getName().equals("AnyValue") ? 1 : 0);
        if (inner > WireValidator.MAX_DEPTH) {
            return false;
        }
        for (int number : message.getUnknownFields().asMap().keySet()) {
            if (type.findFieldByNumber(number) != null) {
                return false; // a known field with another wire type
            }
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            for (Object value : values(field)) {
                boolean fits =
                        value instanceof Message child
                                ? isStrict(child, inner)
                                : fitsId(field.getKey().getName(), value);
                if (!fits) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean fitsId(String name, Object value) {
        if (!(value instanceof ByteString bytes) || bytes.isEmpty()) {
            return true;
        }
        return switch (name) {
            case "trace_id", "profile_id" -> bytes.size() == 16;
            case "span_id", "parent_span_id" -> bytes.size() == 8;
            default -> true;
        };
    }

    private static List<?> values(Map.Entry<FieldDescriptor, Object> field) {
        return field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
    }

    private static FileDescriptor loosen(FileDescriptor file, Map<String, FileDescriptor> done) {
        FileDescriptor known = done.get(file.getName());
        if (known != null) {
            return known;
        }
        FileDescriptorProto.Builder copy = file.toProto().toBuilder();
        copy.getMessageTypeBuilderList().forEach(ReferenceDecoder::loosen);
        FileDescriptor[] dependencies =
                file.getDependencies().stream()
                        .map(d -> loosen(d, done))
                        .toArray(FileDescriptor[]::new);
        try {
            FileDescriptor result = FileDescriptor.buildFrom(copy.build(), dependencies);
            done.put(file.getName(), result);
            return result;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void loosen(DescriptorProto.Builder message) {
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            field.clearOneofIndex().clearProto3Optional();
            if (field.getType() == FieldDescriptorProto.Type.TYPE_STRING) {
                field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
            }
            if (field.getType() == FieldDescriptorProto.Type.TYPE_BYTES
                    || field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE) {
                field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
            }
        }
        message.clearOneofDecl();
        message.getNestedTypeBuilderList().forEach(ReferenceDecoder::loosen);
    }
}
