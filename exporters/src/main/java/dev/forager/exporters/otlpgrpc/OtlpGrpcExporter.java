// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.Tracing;
import dev.forager.transport.client.ExportAnswer;
import dev.forager.transport.client.GrpcClientConfig;
import dev.forager.transport.client.GrpcUnaryClient;
import dev.forager.transport.client.Otlp;
import dev.forager.transport.client.PayloadEncoder;
import dev.forager.transport.client.UserAgent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Calls the export method of one signal. Thread-safe between start and stop. */
final class OtlpGrpcExporter implements Exporter {
    private final GrpcClientConfig config;
    private final Signal signal;
    private final String userAgent;
    private final PayloadEncoder encoder;
    private final Logger log;
    private final Meter meter;
    private final @Nullable Tracing tracing;
    private final AtomicBoolean hasWarned = new AtomicBoolean();
    private volatile @Nullable GrpcUnaryClient client;

    OtlpGrpcExporter(GrpcClientConfig config, ExporterSettings settings) {
        this.config = config;
        signal = settings.signal();
        userAgent = UserAgent.of(settings.build());
        log = settings.logger();
        meter = settings.meter();
        tracing = settings.tracing();
        var labels = Attributes.of(AttributeKey.stringKey("exporter"), settings.id().toString());
        encoder = PayloadEncoder.forGrpc(config.compression(), labels, settings.meter());
    }

    @Override
    public void start(Host host) throws IOException {
        ClientAuthenticator authenticator =
                config.auth() == null
                        ? null
                        : host.extension(config.auth().authenticator(), ClientAuthenticator.class);
        client =
                GrpcUnaryClient.open(
                                config,
                                Otlp.method(signal),
                                userAgent,
                                Otlp.headers(signal),
                                authenticator,
                                log)
                        .measuredBy(meter)
                        .tracedBy(tracing);
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        GrpcUnaryClient current = client;
        if (current == null) {
            throw new Retryable("otlp exporter not started");
        }
        if (payload.itemCount() == 0) {
            return 0; // nobody wants to hear that there is nothing
        }
        byte[] message = current.call(encoder.encode(payload), context);
        ExportAnswer answer = ExportAnswer.ofProtobuf(message);
        if (answer != null) {
            answer.warn(log, signal);
            return answer.rejected();
        }
        if (hasWarned.compareAndSet(false, true)) {
            log.warn("The server's answers cannot be read; what they follow counts as sent");
        }
        return 0;
    }

    @Override
    public Map<String, String> destination() {
        return config.destination();
    }

    @Override
    public void reread() {
        GrpcUnaryClient current = client;
        if (current != null) {
            current.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        GrpcUnaryClient current = client;
        client = null;
        if (current != null) {
            current.close();
        }
    }
}
