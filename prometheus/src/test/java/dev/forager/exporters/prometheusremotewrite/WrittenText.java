// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Remote write messages as lines, one for each sample: what golden files hold. */
final class WrittenText {
    private final List<String> symbols = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private WrittenText() {}

    /** The lines of a message in the order of the alphabet. */
    static List<String> of(RemoteWriteMessage version, byte[] bytes)
            throws InvalidProtocolBufferException {
        var text = new WrittenText();
        DynamicMessage request =
                DynamicMessage.parseFrom(
                        version == RemoteWriteMessage.V1 ? WireTypes.V1 : WireTypes.V2, bytes);
        if (version == RemoteWriteMessage.V2) {
            list(request, "symbols").forEach(symbol -> text.symbols.add((String) symbol));
        }
        for (Object series : list(request, "timeseries")) {
            text.add((Message) series);
        }
        if (version == RemoteWriteMessage.V1) {
            for (Object family : list(request, "metadata")) {
                text.lines.add("metadata " + flat((Message) family));
            }
        }
        Collections.sort(text.lines);
        return text.lines;
    }

    private void add(Message series) {
        String labels = labels(series);
        for (Object sample : list(series, "samples")) {
            lines.add(labels + " " + flat((Message) sample));
        }
        for (Object histogram : list(series, "histograms")) {
            lines.add(labels + " " + flat((Message) histogram));
        }
        for (Object exemplar : list(series, "exemplars")) {
            Message message = (Message) exemplar;
            lines.add(labels + " # " + labels(message) + " " + flat(message));
        }
        if (!symbols.isEmpty()) {
            Message metadata = (Message) series.getField(field(series, "metadata"));
            String text =
                    labels
                            + " type=%s help=\"%s\" unit=\"%s\""
                                    .formatted(
                                            metadata.getField(field(metadata, "type")),
                                            symbol(metadata.getField(field(metadata, "help_ref"))),
                                            symbol(metadata.getField(field(metadata, "unit_ref"))));
            lines.add(text);
        }
    }

    private String labels(Message message) {
        List<String> parts = new ArrayList<>();
        if (symbols.isEmpty()) {
            for (Object label : list(message, "labels")) {
                Message pair = (Message) label;
                parts.add(
                        pair.getField(field(pair, "name"))
                                + "=\""
                                + pair.getField(field(pair, "value"))
                                + '"');
            }
        } else {
            List<?> refs = list(message, "labels_refs");
            for (int i = 0; i < refs.size(); i += 2) {
                parts.add(symbol(refs.get(i)) + "=\"" + symbol(refs.get(i + 1)) + '"');
            }
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private String symbol(Object number) {
        return symbols.get((Integer) number);
    }

    /** The fields that are set, but for labels; numbers by their bits where they are no number. */
    private static String flat(Message message) {
        Stream<String> fields =
                message.getAllFields().entrySet().stream()
                        .filter(e -> !e.getKey().getName().startsWith("labels"))
                        .map(e -> e.getKey().getName() + "=" + value(e.getValue()));
        return String.join(" ", fields.toList());
    }

    private static String value(Object value) {
        return switch (value) {
            case Double number when Double.isNaN(number) ->
                    "NaN:" + Long.toHexString(Double.doubleToRawLongBits(number));
            case Message nested -> "(" + flat(nested) + ")";
            case List<?> all -> all.stream().map(WrittenText::value).toList().toString();
            default -> value.toString();
        };
    }

    private static List<?> list(Message message, String name) {
        return (List<?>) message.getField(field(message, name));
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }
}
