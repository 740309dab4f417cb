// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pipeline.config.Validation;
import dev.forager.processors.resourcedetection.ResourceDetectionConfig.Flag;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of detector. Immutable.
 *
 * @param name in the list of detectors
 * @param known attributes that may be switched; empty if it has none of its own
 * @param disabled those of them that are not written unless they are switched on
 * @param flags the switches of a configuration
 * @param maker makes the detector
 */
record DetectorType(
        String name,
        Set<String> known,
        Set<String> disabled,
        Function<ResourceDetectionConfig, Map<String, Flag>> flags,
        Function<ResourceDetectionConfig, Detector> maker) {
    private static final String CLOUD = "cloud.provider cloud.platform ";
    private static final String HOST =
            CLOUD
                    + "cloud.account.id cloud.availability_zone cloud.region host.id host.image.id"
                    + " host.name host.type";
    private static final Map<String, DetectorType> ALL = all();

    private static Map<String, DetectorType> all() {
        var types = new LinkedHashMap<String, DetectorType>();
        Arrays.asList(
                        type("env", "", "", _ -> Map.of(), c -> new EnvDetector(c.env())),
                        type(
                                "system",
                                "host.name os.type",
                                "host.arch host.id host.ip host.mac host.interface"
                                        + " host.cpu.vendor.id host.cpu.family host.cpu.model.id"
                                        + " host.cpu.model.name host.cpu.stepping"
                                        + " host.cpu.cache.l2.size os.build.id os.description"
                                        + " os.name os.version",
                                c -> c.system().resourceAttributes(),
                                c -> new SystemDetector(c.system().hostnameSources())),
                        type(
                                "docker",
                                "host.name os.type",
                                "container.name container.image.name",
                                c -> c.docker().resourceAttributes(),
                                c -> new DockerDetector(c.docker(), c.failOnMissingMetadata())),
                        type(
                                "ec2",
                                HOST,
                                "",
                                c -> c.ec2().resourceAttributes(),
                                c ->
                                        new Ec2Detector(
                                                c.ec2(),
                                                Patterns.of(c.ec2().tags(), "tags"),
                                                fails(c, c.ec2().failOnMissingMetadata()),
                                                Detection.timeToAnswer(c))),
                        type(
                                "ecs",
                                CLOUD
                                        + "cloud.account.id cloud.availability_zone cloud.region"
                                        + " aws.ecs.cluster.arn aws.ecs.launchtype"
                                        + " aws.ecs.task.arn aws.ecs.task.family aws.ecs.task.id"
                                        + " aws.ecs.task.revision aws.log.group.arns"
                                        + " aws.log.group.names aws.log.stream.arns"
                                        + " aws.log.stream.names",
                                "",
                                c -> c.ecs().resourceAttributes(),
                                c -> new EcsDetector(fails(c, c.ecs().failOnMissingMetadata()))),
                        type(
                                "eks",
                                CLOUD,
                                HOST.substring(CLOUD.length()) + " k8s.cluster.name",
                                c -> c.eks().resourceAttributes(),
                                c ->
                                        new EksDetector(
                                                c.eks(),
                                                fails(c, c.eks().failOnMissingMetadata()))),
                        type(
                                "elastic_beanstalk",
                                CLOUD
                                        + "deployment.environment service.instance.id"
                                        + " service.version",
                                "",
                                c -> c.elasticbeanstalk().resourceAttributes(),
                                c ->
                                        new BeanstalkDetector(
                                                fails(
                                                        c,
                                                        c.elasticbeanstalk()
                                                                .failOnMissingMetadata()))),
                        type(
                                "lambda",
                                CLOUD
                                        + "cloud.region faas.name faas.version faas.instance"
                                        + " faas.max_memory aws.log.group.names"
                                        + " aws.log.stream.names",
                                "",
                                c -> c.lambda().resourceAttributes(),
                                c ->
                                        new LambdaDetector(
                                                fails(c, c.lambda().failOnMissingMetadata()))),
                        type(
                                "azure",
                                CLOUD
                                        + "azure.resourcegroup.name azure.vm.name"
                                        + " azure.vm.scaleset.name azure.vm.size cloud.account.id"
                                        + " cloud.region host.id host.name",
                                "cloud.availability_zone",
                                c -> c.azure().resourceAttributes(),
                                c ->
                                        new AzureDetector(
                                                Patterns.of(c.azure().tags(), "tags"),
                                                fails(c, c.azure().failOnMissingMetadata()))),
                        type(
                                "aks",
                                CLOUD,
                                "k8s.cluster.name",
                                c -> c.aks().resourceAttributes(),
                                c -> new AksDetector(fails(c, c.aks().failOnMissingMetadata()))),
                        type(
                                "gcp",
                                CLOUD
                                        + "cloud.account.id cloud.availability_zone cloud.region"
                                        + " faas.instance faas.name faas.version"
                                        + " gcp.cloud_run.job.execution"
                                        + " gcp.cloud_run.job.task_index host.id host.name"
                                        + " host.type k8s.cluster.name",
                                "gcp.gce.instance.hostname gcp.gce.instance.name",
                                c -> c.gcp().resourceAttributes(),
                                c -> new GcpDetector(fails(c, c.gcp().failOnMissingMetadata()))),
                        type(
                                "heroku",
                                "cloud.provider heroku.app.id heroku.dyno.id"
                                        + " heroku.release.commit"
                                        + " heroku.release.creation_timestamp service.instance.id"
                                        + " service.name service.version",
                                "",
                                c -> c.heroku().resourceAttributes(),
                                c ->
                                        new HerokuDetector(
                                                fails(c, c.heroku().failOnMissingMetadata()))),
                        type(
                                "consul",
                                "cloud.region host.id host.name",
                                "",
                                c -> c.consul().resourceAttributes(),
                                c -> new ConsulDetector(c.consul())),
                        type(
                                "k8s_api",
                                "k8s.cluster.uid k8s.node.name k8s.node.uid",
                                "",
                                c -> c.k8sApi().resourceAttributes(),
                                c ->
                                        new K8sApiDetector(
                                                c.k8sApi(),
                                                writes("k8s_api", "k8s.cluster.uid", c))),
                        type(
                                "kubeadm",
                                "k8s.cluster.name k8s.cluster.uid",
                                "",
                                c -> c.kubeadm().resourceAttributes(),
                                c ->
                                        new KubeadmDetector(
                                                c.kubeadm(),
                                                writes("kubeadm", "k8s.cluster.name", c),
                                                writes("kubeadm", "k8s.cluster.uid", c),
                                                c.failOnMissingMetadata())),
                        type(
                                "openshift",
                                CLOUD + "cloud.region k8s.cluster.name",
                                "",
                                c -> c.openshift().resourceAttributes(),
                                c ->
                                        new OpenshiftDetector(
                                                c.openshift(), c.failOnMissingMetadata())))
                .forEach(type -> types.put(type.name(), type));
        return types;
    }

    private static boolean fails(ResourceDetectionConfig config, boolean ofDetector) {
        return config.failOnMissingMetadata() || ofDetector;
    }

    private static DetectorType type(
            String name,
            String enabled,
            String disabled,
            Function<ResourceDetectionConfig, Map<String, Flag>> flags,
            Function<ResourceDetectionConfig, Detector> maker) {
        Set<String> off = words(disabled);
        var known = new HashSet<>(off);
        known.addAll(words(enabled));
        return new DetectorType(name, Set.copyOf(known), off, flags, maker);
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean writes(
            String detector, String attribute, ResourceDetectionConfig config) {
        DetectorType type = find(detector);
        return type != null && type.writes(attribute, config);
    }

    /** The detector of this name; {@code k8snode} is the former one of {@code k8s_api}. */
    static @Nullable DetectorType find(String name) {
        return ALL.get(name.equals("k8snode") ? "k8s_api" : name);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * Refuses switches of attributes that this detector does not know.
     *
     * @param section key of the detector's section
     * @param flags what stands there
     */
    void checkFlags(String section, Map<String, Flag> flags) {
        for (String attribute : flags.keySet()) {
            Validation.require(
                    known.contains(attribute),
                    section + "::resource_attributes::" + attribute,
                    "has invalid keys: %s (expected: one of %s)"
                            .formatted(attribute, known.stream().sorted().toList()));
        }
    }

    /** Whether an attribute is written; those of tags and labels always are. */
    boolean writes(String attribute, ResourceDetectionConfig config) {
        Flag flag = flags.apply(config).get(attribute);
        return flag == null ? !disabled.contains(attribute) : flag.enabled();
    }
}
