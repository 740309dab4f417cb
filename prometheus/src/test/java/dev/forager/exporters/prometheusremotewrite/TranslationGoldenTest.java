// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Gates;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.ResourceLabels;
import dev.forager.prometheus.Translation;
import dev.forager.prometheus.Translator;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder: OTLP in {@code input.json} (or the one above), the exporter's {@code config.yaml},
 * and what is written, as read by protobuf-java. {@code -Dgolden.update=true} writes what comes.
 */
class TranslationGoldenTest {
    static Stream<Path> cases() {
        return GoldenFolder.of(TranslationGoldenTest.class, "golden").folders();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void written_isWhatTheFileSays(Path folder) throws Exception {
        var config =
                RecordBinder.read(
                        "endpoint: http://127.0.0.1:1\n"
                                + Files.readString(folder.resolve("config.yaml")),
                        PrometheusRemoteWriteExporterConfig.class);
        Gates gates =
                Files.exists(folder.resolve("keeps-identity"))
                        ? new Gates(Map.of(ResourceLabels.KEEP_IDENTITY, true))
                        : Gates.UNTOUCHED;
        Path own = folder.resolve("input.json");
        String json =
                Files.readString(Files.exists(own) ? own : folder.resolveSibling("input.json"));
        Payload input = TestTelemetry.fromJson(Signal.METRICS, json);
        Translation translation =
                new Translator(Translating.settings(config, gates))
                        .translate((Metrics) input.open());
        List<String> lines = new ArrayList<>();
        var body = new ProtoBuffer();
        RequestEncoder.encode(config.protobufMessage(), translation.series(), body);
        byte[] bytes = Arrays.copyOf(body.array(), body.size());
        assertThat(reencoded(config.protobufMessage(), bytes)).isEqualTo(bytes);
        lines.addAll(WrittenText.of(config.protobufMessage(), bytes));
        if (config.sendMetadata()) {
            var families = new ProtoBuffer();
            RequestEncoder.encodeMetadata(translation.families(), families);
            lines.addAll(
                    WrittenText.of(
                            RemoteWriteMessage.V1,
                            Arrays.copyOf(families.array(), families.size())));
        }
        translation.failures().forEach(failure -> lines.add("failure " + failure));
        lines.add("duplicates " + translation.duplicates());
        GoldenFolder.compareLines(folder.resolve("expected.txt"), lines);
    }

    /**
     * protobuf-java writes the same bytes: order, lengths, packing and left-out zeros are right.
     */
    private static byte[] reencoded(RemoteWriteMessage version, byte[] bytes) throws Exception {
        return DynamicMessage.parseFrom(
                        version == RemoteWriteMessage.V1 ? WireTypes.V1 : WireTypes.V2, bytes)
                .toByteArray();
    }
}
