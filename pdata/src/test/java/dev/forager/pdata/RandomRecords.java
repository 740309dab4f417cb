// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages of any type with random content, as protobuf-java sees them. */
final class RandomRecords {
    private static final int MAX_NESTING = 9;
    private static final List<String> WORDS =
            List.of(
                    "",
                    "a",
                    "service.name",
                    "http.request.method",
                    "Straße",
                    "日本",
                    "🚀",
                    "x".repeat(300));

    private final RandomGenerator random;
    private final boolean unknownFields;

    RandomRecords(RandomGenerator random, boolean unknownFields) {
        this.random = random;
        this.unknownFields = unknownFields;
    }

    Message next(Descriptor type) {
        return message(type, 0);
    }

    private Message message(Descriptor type, int nesting) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        for (OneofDescriptor oneof : type.getRealOneofs()) {
            if (random.nextInt(10) > 0) {
                List<FieldDescriptor> members = oneof.getFields();
                set(builder, members.get(random.nextInt(members.size())), nesting);
            }
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getRealContainingOneof() == null && random.nextInt(4) > 0) {
                set(builder, field, nesting);
            }
        }
        if (unknownFields && random.nextInt(8) == 0) {
            builder.setUnknownFields(unknown());
        }
        return builder.build();
    }

    private void set(DynamicMessage.Builder builder, FieldDescriptor field, int nesting) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && nesting >= MAX_NESTING) {
            return;
        }
        if (!field.isRepeated()) {
            builder.setField(field, value(field, nesting));
            return;
        }
        int count = random.nextInt(nesting < 3 ? 4 : 3);
        for (int i = 0; i < count; i++) {
            builder.addRepeatedField(field, value(field, nesting));
        }
    }

    private Object value(FieldDescriptor field, int nesting) {
        return switch (field.getJavaType()) {
            case INT -> integer();
            case LONG -> random.nextBoolean() ? (long) integer() : random.nextLong();
            case FLOAT -> random.nextFloat();
            case DOUBLE -> floating();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> WORDS.get(random.nextInt(WORDS.size()));
            case BYTE_STRING -> bytes(field);
            case ENUM ->
                    field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(-1, 8));
            case MESSAGE -> message(field.getMessageType(), nesting + 1);
        };
    }

    private int integer() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(200);
            case 2 -> -random.nextInt(200);
            default -> random.nextInt();
        };
    }

    private double floating() {
        return switch (random.nextInt(5)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> random.nextGaussian();
        };
    }

    private ByteString bytes(FieldDescriptor field) {
        int length =
                switch (field.getName()) {
                    case "trace_id", "profile_id" -> 16;
                    case "span_id", "parent_span_id" -> 8;
                    default -> random.nextInt(20);
                };
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private UnknownFieldSet unknown() {
        UnknownFieldSet inner =
                UnknownFieldSet.newBuilder()
                        .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                        .build();
        UnknownFieldSet.Builder set = UnknownFieldSet.newBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(5)) {
                case 0 -> field.addVarint(random.nextLong());
                case 1 -> field.addFixed32(random.nextInt());
                case 2 -> field.addFixed64(random.nextLong());
                case 3 -> field.addLengthDelimited(ByteString.copyFromUtf8("later"));
                default -> field.addGroup(inner);
            }
            set.addField(random.nextInt(100, 5000), field.build());
        }
        return set.build();
    }
}
