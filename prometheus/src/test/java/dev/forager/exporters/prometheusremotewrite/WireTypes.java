// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;

/**
 * The messages of both versions for protobuf-java, after the specifications: the fields are written
 * down here and nowhere else, so that the encoder is judged by a second reader.
 */
public final class WireTypes {
    /** {@code prometheus.WriteRequest}. */
    public static final Descriptor V1 = file(1).findMessageTypeByName("WriteRequest");

    /** {@code io.prometheus.write.v2.Request}. */
    public static final Descriptor V2 = file(2).findMessageTypeByName("Request");

    private WireTypes() {}

    private static FileDescriptor file(int version) {
        var file = FileDescriptorProto.newBuilder().setSyntax("proto3").setName("v" + version);
        file.setPackage("v" + version);
        file.addMessageType(message("BucketSpan", "offset:1:SINT32", "length:2:UINT32"));
        file.addMessageType(
                message(
                        "Histogram",
                        "count_int:1:UINT64?",
                        "count_float:2:DOUBLE?",
                        "sum:3:DOUBLE",
                        "schema:4:SINT32",
                        "zero_threshold:5:DOUBLE",
                        "zero_count_int:6:UINT64?",
                        "zero_count_float:7:DOUBLE?",
                        "negative_spans:8:BucketSpan*",
                        "negative_deltas:9:SINT64*",
                        "negative_counts:10:DOUBLE*",
                        "positive_spans:11:BucketSpan*",
                        "positive_deltas:12:SINT64*",
                        "positive_counts:13:DOUBLE*",
                        "reset_hint:14:INT32",
                        "timestamp:15:INT64",
                        "custom_values:16:DOUBLE*",
                        version == 1 ? "none:99:INT64" : "start_timestamp:17:INT64"));
        if (version == 1) {
            addFirst(file);
        } else {
            addSecond(file);
        }
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static void addFirst(FileDescriptorProto.Builder file) {
        file.addMessageType(message("Label", "name:1:STRING", "value:2:STRING"));
        file.addMessageType(message("Sample", "value:1:DOUBLE", "timestamp:2:INT64"));
        file.addMessageType(
                message("Exemplar", "labels:1:Label*", "value:2:DOUBLE", "timestamp:3:INT64"));
        file.addMessageType(
                message(
                        "TimeSeries",
                        "labels:1:Label*",
                        "samples:2:Sample*",
                        "exemplars:3:Exemplar*",
                        "histograms:4:Histogram*"));
        file.addMessageType(
                message(
                        "MetricMetadata",
                        "type:1:INT32",
                        "metric_family_name:2:STRING",
                        "help:4:STRING",
                        "unit:5:STRING"));
        file.addMessageType(
                message("WriteRequest", "timeseries:1:TimeSeries*", "metadata:3:MetricMetadata*"));
    }

    private static void addSecond(FileDescriptorProto.Builder file) {
        file.addMessageType(
                message("Metadata", "type:1:INT32", "help_ref:3:UINT32", "unit_ref:4:UINT32"));
        file.addMessageType(
                message(
                        "Sample",
                        "value:1:DOUBLE",
                        "timestamp:2:INT64",
                        "start_timestamp:3:INT64"));
        file.addMessageType(
                message(
                        "Exemplar",
                        "labels_refs:1:UINT32*",
                        "value:2:DOUBLE",
                        "timestamp:3:INT64"));
        file.addMessageType(
                message(
                        "TimeSeries",
                        "labels_refs:1:UINT32*",
                        "samples:2:Sample*",
                        "histograms:3:Histogram*",
                        "exemplars:4:Exemplar*",
                        "metadata:5:Metadata",
                        "created_timestamp:6:INT64"));
        file.addMessageType(message("Request", "symbols:4:STRING*", "timeseries:5:TimeSeries*"));
    }

    /** Fields as {@code name:number:type}; a star behind is a list, a question mark a presence. */
    private static DescriptorProto message(String name, String... fields) {
        var message = DescriptorProto.newBuilder().setName(name);
        for (String text : fields) {
            String[] parts = text.replaceAll("[*?]$", "").split(":", -1);
            var field =
                    FieldDescriptorProto.newBuilder()
                            .setName(parts[0])
                            .setNumber(Integer.parseInt(parts[1]))
                            .setLabel(
                                    text.endsWith("*")
                                            ? FieldDescriptorProto.Label.LABEL_REPEATED
                                            : FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (Character.isLowerCase(parts[2].charAt(1))) {
                field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(parts[2]);
            } else {
                field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + parts[2]));
            }
            if (text.endsWith("?")) {
                field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDeclBuilder().setName("_" + parts[0]);
            }
            message.addField(field);
        }
        return message.build();
    }
}
