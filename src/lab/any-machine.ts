/** What the lab says of an instance whose image and type nobody told it: by its metadata service and by its EC2 API alike. */
export const anyMachine = { imageId: "ami-0123456789abcdef0", instanceType: "t3.micro" } as const;
