/** Endpoint service names as people write them: the part after the Region. */
const regionLabel = /^(?:[a-z]{2,4}(?:-[a-z]+)+-\d+|unknown-region)$/;

/**
 * `ssm` of `com.amazonaws.ap-northeast-1.ssm`, `ecr.api` of `com.amazonaws.us-east-1.ecr.api`, `iam` of the global
 * `com.amazonaws.iam`; a name of another shape stands for itself.
 */
export function endpointServiceToken(serviceName: string): string {
  const labels = serviceName.split(".");
  const region = labels.findIndex((label) => regionLabel.test(label));
  const rest =
    region < 0 ? serviceName.replace(/^(?:cn\.)?com\.amazonaws\./, "") : labels.slice(region + 1).join(".");
  return rest === "" ? serviceName : rest;
}
