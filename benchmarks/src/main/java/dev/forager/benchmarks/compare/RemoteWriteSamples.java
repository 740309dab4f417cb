// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decompressor;
import dev.forager.transport.codec.ProtoReader;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

/** How many samples of remote write there are: histograms count as one each. Stateless. */
final class RemoteWriteSamples {
    private static final int LARGEST = 1 << 28;

    private RemoteWriteSamples() {}

    /** What a request of OTLP must become, with one {@code target_info} for each resource. */
    static long expected(byte[] message) {
        try {
            long samples = 0;
            for (ResourceMetrics group :
                    ExportMetricsServiceRequest.parseFrom(message).getResourceMetricsList()) {
                samples++;
                for (ScopeMetrics scope : group.getScopeMetricsList()) {
                    for (Metric metric : scope.getMetricsList()) {
                        samples += expected(metric);
                    }
                }
            }
            return samples;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long expected(Metric metric) {
        long samples = 0;
        for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
            samples += point.getExplicitBoundsCount() + 3; // Also infinity, sum and count.
        }
        return samples
                + metric.getGauge().getDataPointsCount()
                + metric.getSum().getDataPointsCount()
                + metric.getExponentialHistogram().getDataPointsCount();
    }

    /** What a body holds, packed as it came. */
    static long in(byte[] body, boolean isSecond) {
        try {
            byte[] message =
                    Decompressor.decompress(
                                    Compression.SNAPPY,
                                    body,
                                    0,
                                    body.length,
                                    DecodeLimits.ofBytes(LARGEST))
                            .toByteArray();
            long samples = 0;
            var in = new ProtoReader(message);
            while (in.next()) {
                if (in.isBytes(isSecond ? 5 : 1)) {
                    samples += ofSeries(in.message(), isSecond);
                } else {
                    in.skip();
                }
            }
            return samples;
        } catch (DecodeException | MalformedException e) {
            throw new IllegalStateException("sink: no remote write", e);
        }
    }

    private static long ofSeries(ProtoReader in, boolean isSecond) throws MalformedException {
        long samples = 0;
        while (in.next()) {
            if (in.isBytes(2) || in.isBytes(isSecond ? 3 : 4)) {
                samples++;
            }
            in.skip();
        }
        return samples;
    }
}
